using System.Globalization;

namespace FlowFunctions.App.Limits.Rates;

/// <summary>
/// What <c>RateLimit</c> and <c>RateLimit-Policy</c> say (draft-ietf-httpapi-ratelimit-headers-10): a policy by its name, what is left of it
/// (<c>r</c>), and that it is whole again in a second (<c>t</c>).
/// </summary>
internal static class RateNames
{
    /// <summary>The header that tells what is left.</summary>
    public const string Header = "RateLimit";

    /// <summary>The header that tells what there is.</summary>
    public const string PolicyHeader = "RateLimit-Policy";

    private const int Kept = 4_096;
    private static readonly string?[] Callers = new string?[Kept];
    private static readonly string?[] Workspaces = new string?[Kept];

    /// <summary>The name of a policy.</summary>
    public static string Of(LimitKind kind) => kind == LimitKind.CallerRequests ? "caller" : "workspace";

    /// <summary>What is left of a policy; the texts are made once.</summary>
    public static string Left(LimitKind kind, long left)
    {
        var texts = kind == LimitKind.CallerRequests ? Callers : Workspaces;
        return left < Kept ? texts[left] ??= Text(kind, left) : Text(kind, left);
    }

    private static string Text(LimitKind kind, long left) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{Of(kind)}\";r={left};t=1");
}
