using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.App.Access.Tokens.Jose;

/// <summary>A signed token (RFC 7519) in the compact form of RFC 7515, taken apart but not verified.</summary>
internal sealed class JsonWebToken
{
    /// <summary>The longest token, in characters: one with many groups has some 10 KB.</summary>
    public const int MaxLength = 16 * 1024;

    private const int MaxHeaderLength = 4 * 1024;
    private const int MaxKeyIdLength = 256;
    private static readonly string[] Types = ["JWT", "at+jwt", "application/jwt", "application/at+jwt"];
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private static readonly SearchValues<char> Alphabet = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );

    private JsonWebToken(string[] parts)
    {
        var header = Object(parts[0], "header");
        Check(header);
        (Algorithm, KeyId) = (Text(header, "alg")!, Text(header, "kid"));
        Payload = Object(parts[1], "payload");
        Signature = Bytes(parts[2], "signature");
        Signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
    }

    /// <summary><c>RS256</c> or <c>ES256</c>.</summary>
    public string Algorithm { get; }

    /// <summary>Which key has signed it, or null.</summary>
    public string? KeyId { get; }

    /// <summary>The claims.</summary>
    public JsonElement Payload { get; }

    /// <summary>What is signed.</summary>
    public byte[] Signed { get; }

    /// <summary>The signature.</summary>
    public byte[] Signature { get; }

    /// <summary>Takes a token apart.</summary>
    /// <exception cref="SecurityTokenException">It is none that is taken here.</exception>
    public static JsonWebToken Parse(string token)
    {
        if (token.Length > MaxLength)
        {
            throw new SecurityTokenException($"it has {token.Length} characters; {MaxLength} are the limit");
        }

        var parts = token.Split('.', 6);
        return parts.Length switch
        {
            3 when parts[0].Length > MaxHeaderLength => throw new SecurityTokenException("its header is too long"),
            3 => new JsonWebToken(parts),
            5 => throw new SecurityTokenException("it is encrypted; ask the issuer for a signed one"),
            _ => throw new SecurityTokenException("it is no JSON Web Token of three parts"),
        };
    }

    /// <summary>A claim that must be a text if it is there; null when it is not.</summary>
    /// <exception cref="SecurityTokenException">It is something else.</exception>
    public string? Text(string claim) => Text(Payload, claim);

    private static void Check(JsonElement header)
    {
        if (Text(header, "alg") is not ("RS256" or "ES256"))
        {
            throw new SecurityTokenException("its 'alg' is not RS256 or ES256");
        }

        if (header.TryGetProperty("crit", out _) || header.TryGetProperty("enc", out _))
        {
            throw new SecurityTokenException("its header has 'crit' or 'enc', which is not taken here");
        }

        if (Text(header, "typ") is { } type && !Types.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw new SecurityTokenException("its 'typ' is not JWT or at+jwt");
        }

        if (header.TryGetProperty("cty", out _))
        {
            throw new SecurityTokenException("it holds another token ('cty')");
        }

        if (Text(header, "kid") is { Length: > MaxKeyIdLength })
        {
            throw new SecurityTokenException($"its 'kid' has more than {MaxKeyIdLength} characters");
        }
    }

    private static string? Text(JsonElement from, string name) =>
        !from.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? TextOf(value, name)
        : throw new SecurityTokenException($"its '{name}' is no text");

    private static string TextOf(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new SecurityTokenException($"its '{name}' is no text: half of a character is missing");
        }
    }

    private static JsonElement Object(string part, string what)
    {
        try
        {
            var parsed = JsonElement.Parse(Bytes(part, what), Strict);
            return parsed.ValueKind == JsonValueKind.Object
                ? parsed
                : throw new SecurityTokenException($"its {what} is no JSON object");
        }
        catch (JsonException)
        {
            throw new SecurityTokenException($"its {what} is no JSON, or names a member twice");
        }
    }

    /// <summary>Base64url as RFC 7515 has it: without padding, white space or other letters, which the platform would take.</summary>
    private static byte[] Bytes(string part, string what)
    {
        try
        {
            return part.AsSpan().ContainsAnyExcept(Alphabet)
                ? throw new FormatException()
                : Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            throw new SecurityTokenException($"its {what} is not base64url");
        }
    }
}
