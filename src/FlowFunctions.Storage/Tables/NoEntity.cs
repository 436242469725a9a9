using Azure;

namespace FlowFunctions.Storage.Tables;

/// <summary>The answer of a read that found nothing.</summary>
internal sealed class NoEntity(Response response) : NullableResponse<TableEntity>
{
    public override bool HasValue => false;

    public override TableEntity Value =>
        throw new InvalidOperationException("There is no such entity; look at HasValue first.");

    public override Response GetRawResponse() => response;
}
