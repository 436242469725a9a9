using System.Globalization;
using System.Text.Json;
using FlowFunctions.App.Settings;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// How long a call of the host may take. At its <c>functionTimeout</c> the host kills the whole handler with everything that it carries out,
/// so a step must have ended before.
/// </summary>
internal static class CallLimit
{
    private const string SettingName = "AzureFunctionsJobHost__functionTimeout";
    private const string MemberName = "functionTimeout";
    private static readonly TimeSpan HostDefault = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Unlimited = TimeSpan.FromDays(1);
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a step may take: half a minute less than the host allows, or three quarters of a short time.</summary>
    /// <param name="values">The settings, which go before the file.</param>
    /// <param name="folder">Where <c>host.json</c> lies.</param>
    /// <exception cref="SettingException">The time is none.</exception>
    public static TimeSpan Read(SettingValues values, string folder)
    {
        var text = values.Find(SettingName) ?? InFile(Path.Combine(folder, "host.json"));
        var timeout = text switch
        {
            null => HostDefault,
            "-1" => Unlimited,
            _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var given) && given > TimeSpan.Zero =>
                given,
            _ => throw new SettingException(
                $"{MemberName} of the Functions host is '{text}'. Set a time such as 00:10:00, or -1 for no limit."
            ),
        };
        return timeout > 4 * Reserve ? timeout - Reserve : timeout * 3 / 4;
    }

    private static string? InFile(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var file = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            return file.RootElement.TryGetProperty(MemberName, out var timeout) ? timeout.ToString() : null;
        }
        catch (JsonException exception)
        {
            throw new SettingException($"{path} is no JSON: {exception.Message}");
        }
    }
}
