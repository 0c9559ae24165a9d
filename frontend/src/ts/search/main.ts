import "./offline-search";
