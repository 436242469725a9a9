using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Control;

[Collection(nameof(TriggerTests))]
public sealed class TriggerDescriptionTests(AppFixture fixture)
{
    [Theory]
    [InlineData("post", "/api/flows/{id}/runs", true, "200 202 400 404 409 413 429 503 507")]
    [InlineData("post", "/api/triggers/{id}/fire", true, "200 202 400 404 409 413 429 503 507")]
    [InlineData("post", "/api/triggers/{id}/test-url", false, "201 400 404")]
    [InlineData("get", "/api/triggers/{id}/requests", false, "200 400")]
    [InlineData("get", "/api/triggers/{id}/requests/{requestId}", false, "200 400 404")]
    [InlineData("post", "/api/triggers/{id}/requests/{requestId}/replay", false, "200 202 400 404 409 429 503 507")]
    [InlineData("post", "/api/schedules/{id}/backfill", true, "200 400 404 409 413")]
    [InlineData("post", "/api/schedules/preview", true, "200 400 413")]
    [InlineData("get", "/api/schedules/{id}/upcoming", false, "200 400 404 409")]
    [InlineData("get", "/api/runs/{id}/callback", false, "200 404")]
    public async Task Route_InTheDescription_HasItsBodyAndAnswers(
        string method,
        string path,
        bool takesBody,
        string statuses
    )
    {
        var description = await fixture.Client.GetJsonAsync("/api/openapi.json");

        var operation = description.Json.GetProperty("paths").GetProperty(path).GetProperty(method);
        var answers = operation.GetProperty("responses").EnumerateObject().ToList();
        Assert.Equal(statuses, string.Join(' ', answers.Select(static answer => answer.Name).Order()));
        Assert.All(answers, static answer => Assert.True(HasSchema(answer.Value)));
        Assert.Equal(takesBody, operation.TryGetProperty("requestBody", out _));
    }

    private static bool HasSchema(JsonElement answer) =>
        answer.GetProperty("content").EnumerateObject().All(static type => type.Value.TryGetProperty("schema", out _));
}
