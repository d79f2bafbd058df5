// What pages do beyond links and forms. Each part looks for its own elements and does nothing without them.
"use strict";
