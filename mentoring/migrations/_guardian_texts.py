"""The texts for guardians to begin with. The German one is the source; nobody has checked the others yet."""

TEXTS = {
    "de": {
        "is_checked": True,
        "heading": "Dürfen wir Ihr Kind begleiten?",
        "introduction": "{name} möchte einen Beruf aus der Nähe kennenlernen und hat Sie als sorgeberechtigte Person genannt.",
        "body": (
            "<h2>Wer Ihr Kind trifft</h2>"
            "<p>Eine erwachsene Person aus der Region, die von ihrem Beruf erzählt. Der Landkreis hat vorher ihr erweitertes Führungszeugnis eingesehen. Eine Koordinatorin oder ein Koordinator begleitet die Treffen.</p>"
            "<h2>Wo und wie oft</h2>"
            "<p>Ein- bis zweimal im Monat, insgesamt mindestens sechs Treffen, an einem Ort mit anderen Leuten, meist im Betrieb, nie bei jemandem zu Hause. Es wird nicht gearbeitet. Vor dem ersten Treffen unterschreiben Sie eine Vereinbarung, und Sie lernen die Person kennen.</p>"
            "<h2>Was gespeichert wird</h2>"
            "<p>Von Ihrem Kind: Vorname, Alter, E-Mail-Adresse, Wohnort, Berufsfelder und die Nachricht, wenn es eine geschrieben hat. Von Ihnen: Name und E-Mail-Adresse. Verschlüsselt und nur so lange, wie es für das Mentoring nötig ist. Sehen kann es nur die Koordination beim Landkreis.</p>"
            "<h2>Wie Sie widerrufen</h2>"
            "<p>Jederzeit über denselben Link, ohne Begründung. Dann wird alles gelöscht.</p>"
        ),
        "consent_label": "Ich willige ein",
        "refuse_label": "Ablehnen und löschen",
        "thanks_heading": "Sie haben eingewilligt",
        "thanks": "Vielen Dank. Die Koordination sucht jetzt jemanden für Ihr Kind und meldet sich vor dem ersten Treffen bei Ihnen. Bewahren Sie unsere Mail auf: Über denselben Link können Sie die Einwilligung jederzeit widerrufen.",
        "withdraw_label": "Einwilligung widerrufen und alles löschen",
        "mail_note": "",
        "visit_note": "Ihr Kind möchte auch diesen Betrieb besuchen: {company}. Die Koordination macht den Besuch aus.",
    },
    "pl": {
        "heading": "Czy możemy towarzyszyć Państwa dziecku?",
        "introduction": "{name} chce poznać z bliska pewien zawód i podało Państwa jako osobę sprawującą opiekę rodzicielską.",
        "body": (
            "<h2>Kto spotka się z Państwa dzieckiem</h2>"
            "<p>Osoba dorosła z regionu, która opowie o swoim zawodzie. Powiat sprawdził wcześniej jej rozszerzone zaświadczenie o niekaralności. Spotkaniom towarzyszy koordynatorka lub koordynator.</p>"
            "<h2>Gdzie i jak często</h2>"
            "<p>Raz lub dwa razy w miesiącu, łącznie co najmniej sześć spotkań, w miejscu, gdzie są inni ludzie, zwykle w zakładzie pracy, nigdy u kogoś w domu. Dziecko nie pracuje. Przed pierwszym spotkaniem podpisują Państwo umowę i poznają tę osobę.</p>"
            "<h2>Co jest zapisywane</h2>"
            "<p>O dziecku: imię, wiek, adres e-mail, miejsce zamieszkania, wybrane dziedziny zawodowe i wiadomość, jeśli dziecko ją napisało. O Państwu: imię, nazwisko i adres e-mail. Dane są zaszyfrowane i przechowywane tylko tak długo, jak wymaga tego mentoring. Widzi je tylko koordynacja w urzędzie powiatowym.</p>"
            "<h2>Jak wycofać zgodę</h2>"
            "<p>W każdej chwili, przez ten sam link, bez podania powodu. Wtedy wszystko zostanie usunięte.</p>"
        ),
        "consent_label": "Wyrażam zgodę",
        "refuse_label": "Odmawiam, proszę usunąć dane",
        "thanks_heading": "Wyrazili Państwo zgodę",
        "thanks": "Dziękujemy. Koordynacja szuka teraz odpowiedniej osoby i skontaktuje się z Państwem przed pierwszym spotkaniem. Prosimy zachować naszą wiadomość: przez ten sam link można w każdej chwili wycofać zgodę.",
        "withdraw_label": "Wycofuję zgodę, proszę wszystko usunąć",
        "mail_note": "Polski: Strona pod tym linkiem jest dostępna także po polsku. Opisuje, kto spotka się z Państwa dzieckiem i jakie dane zapisujemy.",
        "visit_note": "Państwa dziecko chciałoby też odwiedzić tę firmę: {company}. Wizytę uzgadnia koordynacja.",
    },
    "cs": {
        "heading": "Můžeme doprovázet vaše dítě?",
        "introduction": "{name} chce zblízka poznat nějaké povolání a uvedlo vás jako osobu s rodičovskou odpovědností.",
        "body": (
            "<h2>Kdo se s vaším dítětem setká</h2>"
            "<p>Dospělá osoba z regionu, která vypráví o svém povolání. Okres předem nahlédl do jejího rozšířeného výpisu z rejstříku trestů. Setkání doprovází koordinátorka nebo koordinátor.</p>"
            "<h2>Kde a jak často</h2>"
            "<p>Jednou až dvakrát měsíčně, celkem nejméně šest setkání, na místě, kde jsou i jiní lidé, většinou v podniku, nikdy u někoho doma. Dítě nepracuje. Před prvním setkáním podepíšete dohodu a s danou osobou se seznámíte.</p>"
            "<h2>Co se ukládá</h2>"
            "<p>O dítěti: křestní jméno, věk, e-mailová adresa, bydliště, profesní obory a zpráva, pokud ji napsalo. O vás: jméno a e-mailová adresa. Údaje jsou zašifrované a uložené jen po dobu, kdy jsou pro mentoring potřeba. Vidí je pouze koordinace okresního úřadu.</p>"
            "<h2>Jak souhlas odvolat</h2>"
            "<p>Kdykoli přes stejný odkaz a bez udání důvodu. Všechno pak bude smazáno.</p>"
        ),
        "consent_label": "Souhlasím",
        "refuse_label": "Odmítám, smažte údaje",
        "thanks_heading": "Souhlas jste udělili",
        "thanks": "Děkujeme. Koordinace nyní hledá vhodnou osobu a před prvním setkáním se vám ozve. Náš e-mail si prosím uschovejte: přes stejný odkaz můžete souhlas kdykoli odvolat.",
        "withdraw_label": "Odvolávám souhlas, vše smažte",
        "mail_note": "Česky: Stránka pod tímto odkazem je i v češtině. Popisuje, kdo se s vaším dítětem setká a jaké údaje ukládáme.",
        "visit_note": "Vaše dítě by také rádo navštívilo tuto firmu: {company}. Návštěvu domlouvá koordinace.",
    },
    "en": {
        "heading": "May we accompany your child?",
        "introduction": "{name} would like to get to know an occupation up close and has named you as a person with parental responsibility.",
        "body": (
            "<h2>Who meets your child</h2>"
            "<p>An adult from the region who talks about their occupation. Before that, the county has inspected their extended certificate of conduct. A coordinator accompanies the meetings.</p>"
            "<h2>Where and how often</h2>"
            "<p>Once or twice a month, at least six meetings in all, in a place with other people around, mostly at a workplace, never at somebody’s home. Your child does not work there. Before the first meeting you sign an agreement and get to know the person.</p>"
            "<h2>What is stored</h2>"
            "<p>About your child: first name, age, email address, place of residence, career fields and the message, if there is one. About you: name and email address. It is encrypted and kept only as long as the mentoring needs it. Only the coordinators at the county can see it.</p>"
            "<h2>How to withdraw</h2>"
            "<p>At any time, with the same link, without giving a reason. Then everything is deleted.</p>"
        ),
        "consent_label": "I consent",
        "refuse_label": "Refuse and delete",
        "thanks_heading": "You have consented",
        "thanks": "Thank you. The coordinators are now looking for somebody and will contact you before the first meeting. Please keep our mail: with the same link you can withdraw your consent at any time.",
        "withdraw_label": "Withdraw consent and delete everything",
        "mail_note": "English: The page behind this link is available in English too. It says who meets your child and what we store.",
        "visit_note": "Your child would also like to visit this company: {company}. The coordination arranges the visit.",
    },
    "hsb": {
        "heading": "Směmy Waše dźěćo přewodźeć?",
        "introduction": "{name} chce powołanje z bliska zeznać a je Was jako wosobu ze staršiskim prawom mjenowało.",
        "body": (
            "<h2>Štó so z Wašim dźěćom zetka</h2>"
            "<p>Dorosćena wosoba z regiona, kotraž wo swojim powołanju powěda. Wokrjes je do toho jeje rozšěrjene wopismo wo zadźerženju widźał. Koordinatorka abo koordinator zetkanja přewodźa.</p>"
            "<h2>Hdźe a kak husto</h2>"
            "<p>Jónu abo dwójce wob měsac, dohromady znajmjeńša šěsć zetkanjow, na městnje, hdźež su tež druzy ludźo, zwjetša w zawodźe, ženje pola někoho doma. Dźěćo tam njedźěła. Před prěnim zetkanjom podpisaće dojednanje a zeznajeće wosobu.</p>"
            "<h2>Što so składuje</h2>"
            "<p>Wo Wašim dźěću: předmjeno, staroba, e-mejlowa adresa, bydlišćo, powołanske pola a powěsć, jeli ju je napisało. Wo Was: mjeno a e-mejlowa adresa. Zaklučowane a jenož tak dołho, kaž je za mentoring trěbne. Widźeć móže to jenož koordinacija wokrjesa.</p>"
            "<h2>Kak zwolenje wróćo bjerjeće</h2>"
            "<p>Kóždy čas přez samsny wotkaz, bjez přičiny. Potom so wšitko zhaša.</p>"
        ),
        "consent_label": "Zwolu",
        "refuse_label": "Wotpokazać a zhašeć",
        "thanks_heading": "Sće zwolili",
        "thanks": "Wutrobny dźak. Koordinacija nětko někoho pyta a so před prěnim zetkanjom pola Was přizjewi. Prošu wobchowajće našu mejlku: přez samsny wotkaz móžeće zwolenje kóždy čas wróćo wzać.",
        "withdraw_label": "Zwolenje wróćo wzać a wšitko zhašeć",
        "mail_note": "Hornjoserbsce: Strona za tutym wotkazom je tež w hornjoserbskej rěči. Praji, štó so z Wašim dźěćom zetka a što składujemy.",
        "visit_note": "Waše dźěćo chce tež tutón zawod wopytać: {company}. Wopyt dojednawa koordinacija.",
    },
}
