using System.Buffers;

namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>Hexadecimal digits.</summary>
internal static class Hex
{
    /// <summary>In both cases.</summary>
    public static SearchValues<char> Digits { get; } = SearchValues.Create("0123456789abcdefABCDEF");
}
