import "./class-count";
import "./nearby-offers";
import "./interest-check";
