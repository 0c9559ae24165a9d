import "./copy-text";
import "./live-filter";
