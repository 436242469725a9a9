using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Run;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.SignIn.Credentials;
using FlowFunctions.Cli.SignIn.Issuers;
using FlowFunctions.Cli.SignIn.Store;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.SignIn;

/// <summary>Signs somebody in at a server. Nothing is kept before the server has taken it.</summary>
/// <param name="target">The server, and the workspace.</param>
/// <param name="terminal">Where people see it.</param>
/// <param name="time">The clock.</param>
internal sealed class LoginSession(ServerTarget target, Terminal terminal, TimeProvider time)
{
    private readonly SignInStore _store = new(terminal, time);

    /// <summary>By a code that somebody enters at a browser.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WithCodeAsync(string? issuer, CancellationToken cancellationToken)
    {
        RefuseOpenNetwork();
        using var server = new FlowServer(target.Address);
        var client = (await SignInOffer.ReadAsync(server, cancellationToken)).Choose(issuer);
        using var http = new OAuthClient(client.Authority, time: time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var signals = new StopSignals(Environment.Exit);
        signals.CancelBy(stop.Cancel);
        try
        {
            var signIn = await new DeviceSignIn(new IssuerClient(http, client, time), terminal, time).RunAsync(
                stop.Token
            );
            await KeepAsync(signIn, "The server does not take what its sign-in provider gave.", stop.Token);
            return ExitCode.Succeeded;
        }
        catch (OperationCanceledException) when (signals.IsRequested)
        {
            await terminal.Error.WriteLineAsync("Given up. Nobody is signed in, and nothing was kept.");
            return ExitCode.Cancelled;
        }
    }

    /// <summary>With an API key.</summary>
    /// <inheritdoc cref="WithCodeAsync"/>
    public async Task<int> WithKeyAsync(CancellationToken cancellationToken)
    {
        RefuseOpenNetwork();
        var text = (await HiddenInput.ReadAsync("API key", terminal, cancellationToken)).Trim();
        var key = new StoredSignIn { Token = SentToken.Checked(text, "What was given") };
        await KeepAsync(key, "Nothing was kept. Check the key.", cancellationToken);
        return ExitCode.Succeeded;
    }

    private async Task KeepAsync(StoredSignIn signIn, string advice, CancellationToken cancellationToken)
    {
        using var server = new FlowServer(
            target.Address,
            credential: new GivenCredential(signIn.Token, advice),
            workspace: target.Workspace
        );
        var caller = await Caller.ReadAsync(server, cancellationToken);
        using (await _store.LockAsync(cancellationToken))
        {
            _store.Put(target.Address, signIn);
        }

        await terminal.Error.WriteLineAsync(
            PlainText.Line($"Signed in at {ServerAddress.Show(target.Address)} as {caller.Describe()}.")
        );
        if (terminal.Variable(SentToken.Variable) is { Length: > 0 })
        {
            await terminal.Error.WriteLineAsync($"{SentToken.Variable} is set and counts more; unset it to use this.");
        }
    }

    /// <summary>What signs people in is as good as a password.</summary>
    private void RefuseOpenNetwork()
    {
        if (target.Address is { Scheme: "http", IsLoopback: false })
        {
            throw new InvalidUseException(
                $"{ServerAddress.Show(target.Address)} speaks http, and everybody on the way could read what signs you in. Use its https address."
            );
        }
    }
}
