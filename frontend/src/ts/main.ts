import "./external-links";
import "./install-app";
import "./kept-copy-note";
import "./network-note";
import "./save-offline";
import "./share-button";
import "./signup-watch";
import "./update-banner";
