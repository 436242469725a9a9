using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace FlowFunctions.App.Access.Tokens.Jose;

/// <summary>A public key that verifies signatures (RFC 7517): RSA of 2048 to 8192 bits for RS256, P-256 for ES256.</summary>
internal abstract class JsonWebKey
{
    private const int MinRsaBytes = 256;
    private const int MaxRsaBytes = 1024;
    private const int MaxExponentBytes = 4;
    private const int CoordinateBytes = 32;

    /// <summary>Its name, or null.</summary>
    public string? KeyId { get; private init; }

    /// <summary>The only algorithm that it is used with, whatever a token says (RFC 8725, section 3.1).</summary>
    public abstract string Algorithm { get; }

    /// <summary>The issuer that it is for, as Microsoft Entra ID says it, or null.</summary>
    public string? Issuer { get; private init; }

    /// <summary>Whether a signature is this key's.</summary>
    public abstract bool Verify(byte[] signed, byte[] signature);

    /// <summary>Reads a key; null for one that is for something else, too weak or damaged.</summary>
    public static JsonWebKey? TryRead(JsonElement key)
    {
        try
        {
            return IsForSignatures(key) ? ReadKey(key) : null;
        }
        catch (Exception exception)
            when (exception is FormatException or InvalidOperationException or CryptographicException)
        {
            return null;
        }
    }

    private static JsonWebKey? ReadKey(JsonElement key) =>
        Text(key, "kty") switch
        {
            "RSA" when Text(key, "alg") is null or "RS256" => ReadRsa(key),
            "EC" when Text(key, "crv") == "P-256" && Text(key, "alg") is null or "ES256" => ReadEc(key),
            _ => null,
        };

    private static bool IsForSignatures(JsonElement key) =>
        key.ValueKind == JsonValueKind.Object
        && Text(key, "use") is null or "sig"
        && (
            !key.TryGetProperty("key_ops", out var uses)
            || uses.EnumerateArray().Any(static use => use.ValueEquals("verify"))
        );

    private static RsaKey? ReadRsa(JsonElement key)
    {
        var parameters = new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") };
        if (
            parameters.Modulus is not { Length: >= MinRsaBytes and <= MaxRsaBytes }
            || parameters.Exponent is not { Length: > 0 and <= MaxExponentBytes }
        )
        {
            return null;
        }

        using var rsa = RSA.Create(parameters);
        return new RsaKey(parameters) { KeyId = Text(key, "kid"), Issuer = Text(key, "issuer") };
    }

    private static EcKey? ReadEc(JsonElement key)
    {
        var parameters = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") },
        };
        if (parameters.Q is not { X.Length: CoordinateBytes, Y.Length: CoordinateBytes })
        {
            return null;
        }

        using var ec = ECDsa.Create(parameters);
        return new EcKey(parameters) { KeyId = Text(key, "kid"), Issuer = Text(key, "issuer") };
    }

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement key, string name) =>
        Text(key, name) is { } text ? Base64Url.DecodeFromChars(text) : null;

    // Keys of the platform are not safe for use by several threads; making one takes little beside verifying.
    private sealed class RsaKey(RSAParameters parameters) : JsonWebKey
    {
        public override string Algorithm => "RS256";

        public override bool Verify(byte[] signed, byte[] signature)
        {
            using var rsa = RSA.Create(parameters);
            return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    private sealed class EcKey(ECParameters parameters) : JsonWebKey
    {
        public override string Algorithm => "ES256";

        public override bool Verify(byte[] signed, byte[] signature)
        {
            using var ec = ECDsa.Create(parameters);
            return ec.VerifyData(
                signed,
                signature,
                HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation
            );
        }
    }
}
