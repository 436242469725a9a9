using System.Net;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>Refuses callbacks that could never be delivered, before their run starts.</summary>
internal sealed class CallbackChecks(ISecretSource secrets, AppSettings settings)
{
    /// <summary>The secret that callbacks are signed with unless another one is named.</summary>
    public const string DefaultSecret = "CALLBACK_SECRET";

    // Whoever may start runs chooses what is signed: with any other secret that would be a way to sign in somebody else's name.
    private const string SecretPrefix = "CALLBACK";

    private const int MaxUrlLength = 2_000;
    private readonly HttpStepOptions _network = new() { AllowPrivateNetwork = settings.AllowPrivateNetwork };

    /// <summary>Checks what a request says about being called back; null when it says nothing.</summary>
    /// <exception cref="ProblemException">400: the address or the secret is none that can be used. 503: the vault does not answer.</exception>
    public async ValueTask<CallbackTarget?> CheckAsync(
        HttpRequest request,
        string workspace,
        CallbackParameters parameters,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(parameters.Callback))
        {
            return string.IsNullOrEmpty(parameters.CallbackSecret)
                ? null
                : throw Refused("Callback.Url", "'callbackSecret' goes with 'callback', the address to call.");
        }

        if (WhyNot(parameters.Callback) is { } reason)
        {
            throw Refused("Callback.Url", reason);
        }

        var secret = string.IsNullOrEmpty(parameters.CallbackSecret) ? DefaultSecret : parameters.CallbackSecret;
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            throw Refused(
                "Callback.Secret",
                $"Names of secrets that sign callbacks begin with '{SecretPrefix}', and '{secret}' does not. Give the value such a name, for example {SecretPrefix}_{secret}."
            );
        }

        await CheckSecretAsync(workspace, secret, cancellationToken);
        return new CallbackTarget(parameters.Callback, secret, $"{request.Scheme}://{request.Host.Value}");
    }

    private string? WhyNot(string text) =>
        text.Length > MaxUrlLength ? $"'callback' is longer than {MaxUrlLength} characters, which is the limit."
        : !Uri.TryCreate(text, UriKind.Absolute, out var url)
        || url.Scheme is not ("https" or "http")
        || url.Host.Length == 0
            ? "'callback' is no absolute address with https."
        : url.Scheme == "http" && !settings.AllowPrivateNetwork
            ? "'callback' is an address with http, which anybody on the way can read. Give one with https."
        : url.UserInfo.Length > 0
            ? "'callback' holds a user name or password. Leave them out: the signature proves who calls."
        : url.Fragment.Length > 0 ? "'callback' has a fragment (#…), which is never sent. Leave it out."
        : IPAddress.TryParse(url.IdnHost, out var address) && !_network.Allows(address)
            ? "'callback' is an address of a private network or of a cloud's metadata service, which this installation refuses."
        : null;

    private async ValueTask CheckSecretAsync(string workspace, string name, CancellationToken cancellationToken)
    {
        try
        {
            var value =
                await secrets.FindAsync(workspace, name, cancellationToken)
                ?? throw Refused(
                    "Callback.Secret",
                    $"There is no secret '{name}' to sign the callback with. `flow secrets set {name}` adds it; 'callbackSecret' names another one."
                );
            CallbackSignature.KeyOf(value);
        }
        catch (FormatException exception)
        {
            throw Refused("Callback.Secret", $"The secret '{name}' cannot sign: {exception.Message}");
        }
        catch (SecretUnavailableException exception)
        {
            throw new ProblemException(
                new Problem(StatusCodes.Status503ServiceUnavailable, "Secrets.Unavailable", exception.Message)
                {
                    RetryAfter = exception.IsTransient ? TimeSpan.FromSeconds(5) : null,
                }
            );
        }
    }

    private static ProblemException Refused(string code, string detail) => new(Problem.BadRequest(detail, code));
}
