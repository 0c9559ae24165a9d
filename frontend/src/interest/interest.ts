import "./nearby-offers";
import "./interest-check";
