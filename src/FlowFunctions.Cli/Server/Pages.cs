using System.Runtime.CompilerServices;
using System.Text.Json;

namespace FlowFunctions.Cli.Server;

/// <summary>Reads lists, which a server answers page by page.</summary>
internal static class Pages
{
    /// <param name="server">The server.</param>
    /// <param name="pathOf">The path of a page; null for the first, then what the page before said.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="items">The member of a page that has its items.</param>
    /// <param name="next">The member that says where the next page begins.</param>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        FlowServer server,
        Func<string?, string> pathOf,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        string items = "items",
        string next = "continuation"
    )
    {
        string? continuation = null;
        do
        {
            var page = await server.SendAsync(ServerRequest.Get(pathOf(continuation)), cancellationToken);
            foreach (var item in page.Body.Items(items))
            {
                yield return item;
            }

            var following = page.Body.Text(next);
            if (following == continuation)
            {
                // Nothing, or a server that would send the same page for ever.
                yield break;
            }

            continuation = following;
        } while (continuation is not null);
    }
}
