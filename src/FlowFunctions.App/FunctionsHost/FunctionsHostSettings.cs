using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Settings;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>What the Azure Functions host tells the handler that it starts.</summary>
/// <param name="Port">The port to listen at, on loopback.</param>
/// <param name="HostAddress">Where the host itself listens, as this machine reaches it; null when that is not known.</param>
internal sealed record FunctionsHostSettings(int Port, Uri? HostAddress)
{
    private const string PortName = "FUNCTIONS_CUSTOMHANDLER_PORT";
    private const string UrlsName = "ASPNETCORE_URLS";

    /// <summary>The longest that a step may take; see <see cref="FunctionsHost.CallLimit"/>.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(570);

    /// <summary>Where starts of the handler are noted (<see cref="HandlerStarts"/>); null for nowhere.</summary>
    public string? StartsFile { get; init; }

    /// <summary>Where the handler listens: nobody but this machine may reach it.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>Reads the settings; null when no Functions host has started this process.</summary>
    /// <exception cref="SettingException">The port is none.</exception>
    public static FunctionsHostSettings? Read(SettingValues values)
    {
        if (values.Find(PortName) is not { } text)
        {
            return null;
        }

        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and < 65_536
            ? new FunctionsHostSettings(port, AddressOf(values.Find(UrlsName)))
            {
                StartsFile = StartsFileOf(AppContext.BaseDirectory),
                CallLimit = FunctionsHost.CallLimit.Read(values, AppContext.BaseDirectory),
            }
            : throw new SettingException(
                $"{PortName} is '{text}', which is no port. The Azure Functions host sets it; leave it out to run the app by itself."
            );
    }

    /// <summary>Several function apps on one machine have a file each; it is gone with the machine.</summary>
    private static string StartsFileOf(string app)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(app));
        return Path.Combine(Path.GetTempPath(), $"flowfunctions-starts-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}");
    }

    /// <summary>The first plain address of a list such as <c>http://+:80;https://+:443</c>.</summary>
    private static Uri? AddressOf(string? urls)
    {
        foreach (
            var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            var named = url.Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
                .Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
                .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
                .Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal);
            if (Uri.TryCreate(named, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp)
            {
                return new Uri(address.GetLeftPart(UriPartial.Authority));
            }
        }

        return null;
    }
}
