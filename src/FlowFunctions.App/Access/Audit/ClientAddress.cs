using System.Net;
using FlowFunctions.App.Hosting;

namespace FlowFunctions.App.Access.Audit;

/// <summary>
/// The address that a request came from: what the connection says, unless it comes from a proxy that the settings name or from the Functions host.
/// Those say for whom they call in <c>X-Forwarded-For</c>; everybody else could write anything there.
/// </summary>
internal sealed class ClientAddress(AppSettings settings)
{
    private const string Header = "X-Forwarded-For";

    /// <summary>The address, or null when there is none.</summary>
    public string? Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null || !IsProxy(address))
        {
            return Text(address);
        }

        // Each proxy adds at the end whom it was called by; what stands before the first that is none of ours, anybody can have written.
        var named = context
            .Request.Headers[Header]
            .SelectMany(static line => (line ?? "").Split(','))
            .Reverse()
            .TakeWhile(static one => Parse(one) is not null)
            .Select(static one => Parse(one)!)
            .ToList();
        return Text(named.Find(one => !IsProxy(one)) ?? (named is [.., var last] ? last : address));
    }

    private bool IsProxy(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (settings.FunctionsHost is not null && IPAddress.IsLoopback(plain))
            || settings.Access.Proxies.Any(proxy => proxy.Contains(plain));
    }

    /// <summary>Azure's front end adds the port.</summary>
    private static IPAddress? Parse(string text) =>
        IPEndPoint.TryParse(text.Trim(), out var endPoint) ? endPoint.Address : null;

    private static string? Text(IPAddress? address) =>
        (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
}
