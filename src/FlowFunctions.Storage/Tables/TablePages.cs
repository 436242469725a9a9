using Azure;
using Azure.Core;

namespace FlowFunctions.Storage.Tables;

/// <summary>Reads the items of a page.</summary>
/// <param name="json">The body of the answer.</param>
internal delegate IReadOnlyList<T> PageReader<T>(ReadOnlySpan<byte> json);

/// <summary>The answers of a query, each asked for when the one before it is used up.</summary>
internal sealed class TablePages<T>(
    TablePipeline pipeline,
    TableQuery query,
    int? maxPerPage,
    PageReader<T> read,
    CancellationToken cancellationToken
) : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            using var message = pipeline.CreateMessage(
                RequestMethod.Get,
                query.Page(continuationToken, pageSizeHint ?? maxPerPage)
            );
            var response = await pipeline.SendAsync(message, 0, CancellationToken);
            continuationToken = query.Continuation(response);
            yield return Page<T>.FromValues(read(response.Content), continuationToken, response);
        } while (continuationToken is not null);
    }
}
