using System.Net;
using System.Text.Json;

namespace FlowFunctions.Cli.Server;

/// <summary>An answer of the HTTP API that is no problem.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">Its JSON; of kind Undefined when there is none.</param>
/// <param name="ETag">The state of what was answered, or null.</param>
internal sealed record ServerAnswer(HttpStatusCode Status, JsonElement Body, string? ETag);
