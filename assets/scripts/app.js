// Optional comfort: nothing on any page needs this file.
(function () {
  "use strict";
  var each = function (selector, act) { document.querySelectorAll(selector).forEach(act); };

  // Errors: the summary is read out first, and its links put the cursor into the field.
  var summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
  each("[data-error-summary] a", function (link) {
    link.addEventListener("click", function (event) {
      var field = document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".govuk-form-group") || field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  });

  // A second tap on a submit button does nothing while the first is on its way. After some seconds it counts again: the
  // answer may have been a file, which leaves this page standing.
  each("form", function (form) {
    var sent = 0;
    form.addEventListener("submit", function (event) {
      if (Date.now() - sent < 4000) event.preventDefault(); else sent = Date.now();
    });
    window.addEventListener("pageshow", function () { sent = 0; });
  });

  // Text typed into a long answer survives a reload of this tab; it is forgotten when the form is sent.
  each("textarea[data-keep]", function (area) {
    var key = "keep:" + location.pathname + "#" + area.name;
    try {
      if (!area.value) area.value = sessionStorage.getItem(key) || "";
      area.addEventListener("input", function () { sessionStorage.setItem(key, area.value); });
      area.form.addEventListener("submit", function () { sessionStorage.removeItem(key); });
    } catch (_) { /* storage is switched off */ }
  });

  each("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
