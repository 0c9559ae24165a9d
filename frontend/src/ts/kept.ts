import "./device-storage";
import "./region-package";
import "./saved-pages";
import "./storage-use";
