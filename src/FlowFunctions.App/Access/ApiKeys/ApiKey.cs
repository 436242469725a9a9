using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.App.Access.ApiKeys;

/// <summary>A key as its owner has it: <c>ff_</c> and 256 random bits in base64url.</summary>
/// <param name="Text">The key.</param>
internal readonly record struct ApiKey(string Text)
{
    /// <summary>What keys begin with, so that scanners for secrets find them.</summary>
    public const string Prefix = "ff_";

    private const int Bytes = 32;
    private const int IdBytes = 8;

    /// <summary>Its SHA-256. Nobody guesses 256 bits, so a slow hash would protect nothing more.</summary>
    public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    /// <summary>Makes a key.</summary>
    public static ApiKey New() => new(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>What a key with a hash is called.</summary>
    public static string IdOf(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, IdBytes));

    /// <summary>Whether a text may be what a key is called.</summary>
    public static bool IsId(string text) => text.Length == 2 * IdBytes && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Never shown by accident.</summary>
    public override string ToString() => Prefix + "…";
}
