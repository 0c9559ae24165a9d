import "./offline-signup";
import "./signup-steps";
import "./work-proof";
