using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.SignIn.Store;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.SignIn.Issuers;

/// <summary>Signs somebody in by a code that they enter at a browser, on this machine or another (RFC 8628).</summary>
/// <param name="issuer">Asks the issuer.</param>
/// <param name="terminal">Where the code is shown.</param>
/// <param name="time">The clock.</param>
internal sealed class DeviceSignIn(IssuerClient issuer, Terminal terminal, TimeProvider time)
{
    /// <summary>What an issuer that is asked too often adds to the pause.</summary>
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);

    /// <exception cref="InvalidUseException">Somebody said no, or nobody said anything in time.</exception>
    public async Task<StoredSignIn> RunAsync(CancellationToken cancellationToken)
    {
        var code = await issuer.BeginAsync(cancellationToken);
        var end = time.GetUtcNow() + code.Lifetime;
        await ShowAsync(code);
        for (var pause = code.Interval; time.GetUtcNow() < end; )
        {
            await Task.Delay(pause, time, cancellationToken);
            var (signIn, next) = await AskAsync(code, pause, cancellationToken);
            if (signIn is not null)
            {
                return signIn;
            }

            pause = next;
        }

        throw Expired();
    }

    private async Task<(StoredSignIn? SignIn, TimeSpan Pause)> AskAsync(
        DeviceCode code,
        TimeSpan pause,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await issuer.TakeAsync(code, cancellationToken), pause);
        }
        catch (OAuthException exception)
        {
            return exception.Error switch
            {
                "authorization_pending" => (null, pause),
                "slow_down" => (null, pause + SlowDown),
                "expired_token" => throw Expired(),
                "access_denied" => throw new InvalidUseException(
                    "The sign-in was refused at the browser. Nobody is signed in."
                ),
                _ => throw new InvalidUseException(
                    $"The sign-in provider refuses: {exception.Message}. Nobody is signed in."
                ),
            };
        }
        catch (ServerUnavailableException)
        {
            // Half as often each time it does not answer (RFC 8628, section 3.5); the code's end ends this.
            return (null, pause + pause);
        }
    }

    private async Task ShowAsync(DeviceCode code)
    {
        var minutes = Math.Max(1, (int)code.Lifetime.TotalMinutes);
        await terminal.Error.WriteLineAsync(PlainText.Line($"Open {code.Address} in a browser and enter the code"));
        await terminal.Error.WriteLineAsync(PlainText.Line($"    {code.UserCode}"));
        if (code.WholeAddress is { } whole)
        {
            await terminal.Error.WriteLineAsync(PlainText.Line($"or open {whole}"));
        }

        await terminal.Error.WriteLineAsync(
            $"Waiting for {minutes} {(minutes == 1 ? "minute" : "minutes")} at most; Ctrl+C gives up."
        );
    }

    private static InvalidUseException Expired() =>
        new("Nobody entered the code in time. Nobody is signed in; 'flow login' gives a new code.");
}
