using System.Net;
using FlowFunctions.App.Access;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Limits.Rates;

/// <summary>How often callers may ask: by who they are and where they work, or by their address where nobody asks who they are.</summary>
internal sealed class RequestRates(LimitSettings settings, LimitBook book, TimeProvider time)
{
    private readonly TokenBuckets<(string Workspace, string Caller)> _callers = new(time);
    private readonly TokenBuckets<string> _workspaces = new(time);
    private readonly TokenBuckets<IPAddress> _addresses = new(time);

    /// <summary>Counts a request of a caller, and says in the answer what is left.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public Problem? Take(CallerContext let, WorkspaceLimits limits, HttpResponse response)
    {
        var ofCaller = limits[LimitKind.CallerRequests] is { } perCaller
            ? _callers.Take((let.Workspace, let.Caller.Id), perCaller)
            : (Taken?)null;
        var ofWorkspace =
            ofCaller is not { IsTaken: false } && limits[LimitKind.WorkspaceRequests] is { } perWorkspace
                ? _workspaces.Take(let.Workspace, perWorkspace)
                : (Taken?)null;
        if (limits.Policy.Length == 0)
        {
            return null;
        }

        // What is nearest to its end is told.
        var kind =
            ofCaller is { } caller && (ofWorkspace is not { } workspace || caller.Left <= workspace.Left)
                ? LimitKind.CallerRequests
                : LimitKind.WorkspaceRequests;
        var told = (kind == LimitKind.CallerRequests ? ofCaller : ofWorkspace)!.Value;
        response.Headers[RateNames.PolicyHeader] = limits.Policy;
        response.Headers[RateNames.Header] = RateNames.Left(kind, told.Left);
        return told.IsTaken ? null : TooOften(kind, limits[kind]!.Value, told.After);
    }

    /// <summary>Counts a request to a webhook whose sender has proved itself.</summary>
    /// <exception cref="ProblemException">429: the workspace gets too many.</exception>
    public async ValueTask TakeAsync(string workspace)
    {
        const LimitKind Kind = LimitKind.WorkspaceRequests;
        var limits = await book.OfAsync(workspace);
        if (limits[Kind] is { } rate && _workspaces.Take(workspace, rate) is { IsTaken: false } refused)
        {
            throw new ProblemException(TooOften(Kind, rate, refused.After));
        }
    }

    /// <summary>Counts a request of somebody who is known by an address only.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public Problem? Take(IPAddress? address)
    {
        if (
            settings.AddressRequests is not { } rate
            || _addresses.Take(Network(address ?? IPAddress.None), rate) is not { IsTaken: false } refused
        )
        {
            return null;
        }

        LimitMetrics.Refused("addressRequests");
        return LimitProblems.TooOftenFromAddress(rate, refused.After);
    }

    private static Problem TooOften(LimitKind kind, long rate, TimeSpan after)
    {
        LimitMetrics.Refused(Limit.Of(kind).Name);
        return LimitProblems.TooOften(kind, rate, after);
    }

    /// <summary>Who has an IPv6 address has 2^64 of them.</summary>
    private static IPAddress Network(IPAddress address)
    {
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
