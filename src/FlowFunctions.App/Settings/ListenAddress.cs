using System.Net;
using FlowFunctions.App.Access;

namespace FlowFunctions.App.Settings;

/// <summary>The address to listen at, which must be a loopback address as long as nobody is asked who they are.</summary>
internal static class ListenAddress
{
    /// <summary>Where Functions developers look for a local app.</summary>
    public const string Default = "http://127.0.0.1:7071";

    /// <summary>Checks an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="asks">Whether callers are asked who they are.</param>
    /// <returns>The address without anything after the port.</returns>
    /// <exception cref="SettingException">It is no such address, or others could reach it.</exception>
    public static string Check(string address, bool asks)
    {
        if (address.Contains(';', StringComparison.Ordinal))
        {
            throw new SettingException($"--urls takes one address, for example {Default}, not '{address}'.");
        }

        // What Kestrel takes for every address of the machine is no address by its standard.
        var isEverywhere =
            address.Contains("://+", StringComparison.Ordinal) || address.Contains("://*", StringComparison.Ordinal);
        var named = address
            .Replace("://+", "://any", StringComparison.Ordinal)
            .Replace("://*", "://any", StringComparison.Ordinal);
        if (!Uri.TryCreate(named, UriKind.Absolute, out var uri) || !IsPlainHttp(uri))
        {
            throw new SettingException($"--urls takes an address such as {Default}, not '{address}'.");
        }

        return isEverywhere && asks ? address.TrimEnd('/')
            : !isEverywhere && (asks || IsLoopback(new Uri(address))) ? Normal(new Uri(address))
            : throw new SettingException(
                $"--urls may name addresses of this machine only (127.0.0.1, localhost or [::1]), not '{address}', as long as nobody is "
                    + $"asked who they are. Set {AccessNames.Issuer} and {AccessNames.Audience}, or {AccessNames.Key}, first (docs/access.md)."
            );
    }

    /// <summary>The web server takes a free port for a number only: 'localhost' is two addresses, which would have two ports.</summary>
    private static string Normal(Uri uri) =>
        uri is { Port: 0, HostNameType: UriHostNameType.Dns }
            ? "http://127.0.0.1:0"
            : uri.GetLeftPart(UriPartial.Authority);

    private static bool IsPlainHttp(Uri uri) =>
        uri is { Scheme: "http", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    private static bool IsLoopback(Uri uri) =>
        uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address));
}
