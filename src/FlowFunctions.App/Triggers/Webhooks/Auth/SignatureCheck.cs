using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>Compares signatures.</summary>
internal static class SignatureCheck
{
    /// <summary>Checks a request. Every key is compared with every signature, whatever the first ones gave.</summary>
    /// <param name="signed">What the request says.</param>
    /// <param name="keys">The keys; one of them must be right.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="now">The time.</param>
    /// <param name="tolerance">How far the signed time may be from it, before or after.</param>
    public static Proof Of(
        Signed signed,
        ImmutableArray<byte[]> keys,
        ReadOnlySpan<byte> body,
        DateTimeOffset now,
        TimeSpan tolerance
    )
    {
        byte[]? right = null;
        foreach (var key in keys)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hmac.AppendData(signed.Prefix);
            hmac.AppendData(body);
            var expected = hmac.GetHashAndReset();
            foreach (var signature in signed.Signatures)
            {
                right = CryptographicOperations.FixedTimeEquals(expected, signature) ? expected : right;
            }
        }

        if (right is null)
        {
            return Proof.Bad(
                "The signature is not that of the body with any value of the secret: another secret, or something between the sender and the app changes the body."
            );
        }

        return signed.SignedAt is { } at && (now - at).Duration() > tolerance
            ? Proof.Bad(TimeReason(now - at, tolerance))
            : new Proof(true, signed.SignedAt is null ? null : Convert.ToHexStringLower(right), signed.SignedId);
    }

    private static string TimeReason(TimeSpan age, TimeSpan tolerance) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The signature is right, but its time is {Math.Abs(Math.Round(age.TotalSeconds))} s {(age > TimeSpan.Zero ? "ago" : "ahead")}; 'tolerance' allows {tolerance.TotalSeconds} s. Compare the clocks."
        );
}
