using System.Runtime.CompilerServices;
using System.Text.Json;

namespace FlowFunctions.Cli.Server;

/// <summary>Reads lists, which a server answers page by page.</summary>
internal static class Pages
{
    /// <param name="server">The server.</param>
    /// <param name="pathOf">The path of a page; null for the first, then what the page before said.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        FlowServer server,
        Func<string?, string> pathOf,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? continuation = null;
        do
        {
            var page = await server.SendAsync(ServerRequest.Get(pathOf(continuation)), cancellationToken);
            foreach (var item in page.Body.Items("items"))
            {
                yield return item;
            }

            var next = page.Body.Text("continuation");
            if (next == continuation)
            {
                // Nothing, or a server that would send the same page for ever.
                yield break;
            }

            continuation = next;
        } while (continuation is not null);
    }
}
