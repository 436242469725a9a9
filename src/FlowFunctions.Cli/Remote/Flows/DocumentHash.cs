using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>Tells whether two documents say the same in the same order; formatting, comments and escapes make no difference.</summary>
internal static class DocumentHash
{
    public static string Of(JsonElement document) => OfText(DocumentJson.Write(document));

    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
