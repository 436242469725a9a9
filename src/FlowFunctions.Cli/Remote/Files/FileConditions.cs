namespace FlowFunctions.Cli.Remote.Files;

/// <summary>What must be on the server for a write to be made; see RFC 9110, section 13.</summary>
internal static class FileConditions
{
    /// <summary>Nothing.</summary>
    public static readonly (string, string) MustBeNew = ("If-None-Match", "*");

    /// <summary>A content with a hash.</summary>
    public static (string, string) MustBe(string sha256) => ("If-Match", TagOf(sha256));

    /// <summary>The ETag of a content; quotes may be there already.</summary>
    public static string TagOf(string sha256) => sha256 is "*" or ['"', ..] ? sha256 : $"\"{sha256}\"";
}
