using System.Collections.Immutable;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Routing;

/// <summary>Finds the webhook that a request is for. It never changes: when webhooks change, another is made.</summary>
/// <typeparam name="T">What is known of a webhook.</typeparam>
internal sealed class RouteTable<T>
    where T : class
{
    /// <summary>A path has no more characters than this, so it has no more segments either.</summary>
    private const int MaxPathLength = 4096;

    private readonly Dictionary<string, RouteNode<Route>> _workspaces = new(StringComparer.Ordinal);

    /// <param name="webhooks">The webhooks. Where two take each other's requests, the first wins.</param>
    public RouteTable(IEnumerable<(string Workspace, WebhookTrigger Webhook, T Target)> webhooks)
    {
        foreach (var (workspace, webhook, target) in webhooks)
        {
            if (!_workspaces.TryGetValue(workspace, out var root))
            {
                _workspaces.Add(workspace, root = new());
            }

            var path = WebhookPath.Parse(webhook.Path);
            root.Add(path.Literals).Ends.Add(new Route(webhook, path, target));
        }
    }

    /// <summary>Finds the webhook for a request.</summary>
    /// <param name="workspace">The tenant that the address names.</param>
    /// <param name="path">What follows it, decoded; one slash at its end means nothing.</param>
    /// <param name="method">The HTTP method, in upper case.</param>
    public RouteMatch<T> Find(string workspace, string path, string method)
    {
        if (path.Length > MaxPathLength || !_workspaces.TryGetValue(workspace, out var root))
        {
            return default;
        }

        var segments = (path.EndsWith('/') ? path[..^1] : path).Split('/');
        var others = new List<WebhookTrigger>();
        foreach (var node in root.Find(segments))
        {
            if (Best(node.Ends, method) is { } route)
            {
                return new(route.Target, route.Webhook, ValuesOf(route, segments), Allow: null);
            }

            others.AddRange(node.Ends.Select(static end => end.Webhook));
        }

        return others.Count == 0 ? default : new(null, null, [], WebhookMethods.AllowOf(others));
    }

    private static Route? Best(List<Route> routes, string method)
    {
        Route? any = null;
        foreach (var route in routes)
        {
            switch (WebhookMethods.RankOf(route.Webhook, method))
            {
                case 0:
                    return route;
                case 1:
                    any ??= route;
                    break;
                default:
                    break;
            }
        }

        return any;
    }

    private static ImmutableArray<KeyValuePair<string, string>> ValuesOf(Route route, string[] segments)
    {
        if (route.Path.Parameters.IsEmpty)
        {
            return [];
        }

        var literals = route.Path.Literals;
        var names = route.Path.Parameters;
        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(names.Length);
        for (var index = 0; index < segments.Length; index++)
        {
            if (literals[index] is null)
            {
                values.Add(new(names[values.Count], ValueOf(segments[index])));
            }
        }

        return values.MoveToImmutable();
    }

    // The web server decodes everything but a slash, which would become one between segments.
    private static string ValueOf(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private sealed record Route(WebhookTrigger Webhook, WebhookPath Path, T Target);
}

/// <summary>What a request leads to.</summary>
/// <param name="Target">What is known of the webhook that takes it, or null.</param>
/// <param name="Webhook">That webhook, or null.</param>
/// <param name="Parameters">The values of its route parameters.</param>
/// <param name="Allow">When there are webhooks at the path but none takes the method: the methods that are taken; else null.</param>
internal readonly record struct RouteMatch<T>(
    T? Target,
    WebhookTrigger? Webhook,
    ImmutableArray<KeyValuePair<string, string>> Parameters,
    string? Allow
)
    where T : class;
