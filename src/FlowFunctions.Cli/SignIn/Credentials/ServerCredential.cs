using FlowFunctions.Cli.SignIn.Store;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.SignIn.Credentials;

/// <summary>Chooses what tells a server who calls: what the environment gives counts more than what is stored.</summary>
internal static class ServerCredential
{
    private const string Advice =
        $"{SentToken.Variable} is set, and it was sent. Set another token or API key, or unset it to use 'flow login'.";

    /// <exception cref="InvalidUseException">What the environment gives is no token.</exception>
    public static ICredential Of(Uri server, Terminal terminal) =>
        terminal.Variable(SentToken.Variable)?.Trim() is { Length: > 0 } given
            ? new GivenCredential(SentToken.Checked(given, SentToken.Variable), Advice)
            : new StoredCredential(server, new SignInStore(terminal, TimeProvider.System), TimeProvider.System);
}
