using System.Buffers;
using System.Globalization;

namespace FlowFunctions.Runners.Egress;

/// <summary>Where a script wants to go.</summary>
/// <param name="Host">A name or address, without brackets; only characters that names and addresses have.</param>
/// <param name="Port">The port.</param>
internal readonly record struct Target(string Host, int Port)
{
    private const int MaxHostLength = 253;
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:"
    );

    /// <summary>Reads <c>host:port</c>, with an IPv6 address in brackets.</summary>
    /// <param name="authority">The text.</param>
    /// <param name="defaultPort">The port if none is named; null when it must be.</param>
    /// <exception cref="EgressException">It is neither.</exception>
    public static Target Parse(ReadOnlySpan<char> authority, int? defaultPort)
    {
        var colon = authority.LastIndexOf(':');
        if (colon < authority.LastIndexOf(']'))
        {
            colon = -1;
        }

        var host = colon < 0 ? authority : authority[..colon];
        var hasPort = colon >= 0 && colon < authority.Length - 1;
        var port = hasPort ? PortOf(authority[(colon + 1)..]) : defaultPort ?? throw Bad();
        var isBracketed = host is ['[', .., ']'];
        host = isBracketed ? host[1..^1] : host;
        return host.Contains(':') == isBracketed ? Of(host.ToString(), port) : throw Bad();
    }

    /// <exception cref="EgressException">The host has characters that none has.</exception>
    public static Target Of(string host, int port) =>
        host.Length is > 0 and <= MaxHostLength && !host.AsSpan().ContainsAnyExcept(HostCharacters)
            ? new(host, port)
            : throw Bad();

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static int PortOf(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : throw Bad();

    private static EgressException Bad() =>
        new(EgressFault.BadRequest, "The request names no host and port that can be connected to.");
}
