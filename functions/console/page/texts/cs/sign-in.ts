export const signIn = {
  title: {
    refused: "Přihlášení se nezdařilo",
    noRole: "Tandem zatím nemůžete používat",
    unreachable: "Přihlášení teď nefunguje",
  },
  hint: {
    refused:
      "Tak odpověděla přihlašovací stránka. Zkuste to znovu, nebo se obraťte na správce Tandemu.",
    noRole:
      "Jste přihlášeni, ale nemáte žádnou roli. Požádejte o ni správce Tandemu: Tandem.Read k prohlížení, Tandem.Resolve k řešení chyb, Tandem.Admin ke změnám mapování a plánů.",
    unreachable: "Přihlašovací stránka nebo Tandem neodpovídá. Zkuste to za chvíli znovu.",
  },
  again: "Přihlásit se znovu",
  retry: "Zkusit znovu",
  asSomebodyElse: "Přihlásit se jako někdo jiný",
};
