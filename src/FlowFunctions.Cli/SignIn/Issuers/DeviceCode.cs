using System.Text.Json;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.SignIn.Issuers;

/// <summary>What somebody signs in with at a browser elsewhere (RFC 8628, section 3.2).</summary>
/// <param name="Secret">What this command proves with that it has asked.</param>
/// <param name="UserCode">What people enter.</param>
/// <param name="Address">Where they enter it.</param>
/// <param name="WholeAddress">The address with the code in it, or null.</param>
/// <param name="Lifetime">How long it is good.</param>
/// <param name="Interval">The pause between two questions.</param>
internal sealed record DeviceCode(
    string Secret,
    string UserCode,
    string Address,
    string? WholeAddress,
    TimeSpan Lifetime,
    TimeSpan Interval
)
{
    private const int DefaultInterval = 5;
    private const int DefaultLifetime = 600;

    /// <exception cref="ServerUnavailableException">It is no such answer.</exception>
    public static DeviceCode Read(JsonElement answer) =>
        answer.Text("device_code") is { } secret
        && answer.Text("user_code") is { } code
        && answer.Text("verification_uri") is { } address
            ? new(
                secret,
                code,
                address,
                answer.Text("verification_uri_complete"),
                Seconds(answer.Number("expires_in") ?? DefaultLifetime),
                Seconds(answer.Number("interval") ?? DefaultInterval)
            )
            : throw new ServerUnavailableException(
                "The sign-in provider answers with something that is no device code. Check its settings.",
                inner: null
            );

    /// <summary>Without the secret: records are written into messages and logs by their text.</summary>
    public override string ToString() => UserCode;

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(Math.Max(0, seconds));
}
