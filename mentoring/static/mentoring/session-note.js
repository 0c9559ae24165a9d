// Says in time that the login ends, and lets it go on. No page is loaded for that: what is being written stays.
(() => {
  const WARNING = 5 * 60;
  const PAUSE = 60;

  class SessionNote extends HTMLElement {
    connectedCallback() {
      this.querySelector("button").addEventListener("click", () => this.ask("POST", this.dataset.stay));
      // A computer that slept has let no timer run.
      document.addEventListener("visibilitychange", () => document.hidden || this.look());
      this.plan(Number(this.dataset.idle), Number(this.dataset.end));
    }

    plan(idle, end) {
      const left = Math.min(idle, end);
      if (left <= 0) return this.show("over");
      this.show(left > WARNING ? "" : idle < end ? "idle" : "end", left);
      this.lookIn(left > WARNING ? left - WARNING : left + 1);
    }

    lookIn(seconds) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), seconds * 1000);
    }

    // It may have been used in another tab.
    look() {
      return this.ask("GET", this.dataset.left);
    }

    async ask(method, url) {
      const token = JSON.parse(document.getElementById("wagtail-config").textContent).CSRF_TOKEN;
      try {
        const answer = await fetch(url, { method, headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" } });
        // Who was logged out elsewhere is led to the login.
        if (answer.status === 403 || answer.redirected) return this.plan(0, 0);
        const { idle, end } = await answer.json();
        this.plan(idle, end);
      } catch {
        this.lookIn(PAUSE);
      }
    }

    show(state, left = 0) {
      const time = new Date(Date.now() + left * 1000).toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
      const focused = this.contains(document.activeElement);
      for (const part of this.querySelectorAll("[data-when]")) {
        part.hidden = part.dataset.when !== state;
        for (const place of part.querySelectorAll("[data-time]")) place.textContent = time;
      }
      if (focused) document.getElementById("main")?.focus();
    }
  }

  customElements.define("session-note", SessionNote);
})();
