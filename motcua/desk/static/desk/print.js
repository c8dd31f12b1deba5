// The button to print is of use only where scripts run; without them the page says Ctrl+P.
"use strict";
const button = document.getElementById("in-giay");
button.hidden = false;
button.addEventListener("click", () => window.print());
