// Before anything is drawn, so that a dark page never flashes white. A file of its own, because inline scripts are forbidden.
(function () {
  var said = localStorage.getItem("mantine-color-scheme-value");
  var dark = said === "dark" || (said !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
