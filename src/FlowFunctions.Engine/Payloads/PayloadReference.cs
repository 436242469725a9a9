using System.Security.Cryptography;

namespace FlowFunctions.Engine.Payloads;

/// <summary>Where a large value is found: the value itself lies in an <see cref="Contracts.IPayloadStore"/>.</summary>
/// <param name="Hash">SHA-256 (FIPS 180-4) of its bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record PayloadReference(string Hash, long Length)
{
    /// <summary>The reference that content has.</summary>
    public static PayloadReference Of(ReadOnlySpan<byte> content) =>
        new(Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
}
