// Looks again every two seconds while the worker is busy with an import.
"use strict";
if (document.querySelector("[data-waits]")) setTimeout(() => location.reload(), 2000);
