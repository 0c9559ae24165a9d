export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Django's tags leave blank and indented lines, Wagtail's rich text writes <br/>: no fault of the page.
    "no-trailing-whitespace": "off",
    "void-style": "off",
    // Safari's screen reader forgets that a list without bullets is one, unless it has the role.
    "no-redundant-role": "off",
    // The boxes of a group share their name.
    "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }],
    // Labels around their box name it as well: older voice control knows only one of the two ways.
    "no-redundant-for": "off",
    // Editors write titles and telephone numbers; the style sheet keeps the numbers on one line.
    "long-title": "off",
    "tel-non-breaking": "off",
  },
};
