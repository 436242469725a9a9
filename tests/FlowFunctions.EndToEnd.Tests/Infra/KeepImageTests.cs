using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>The script before provisioning, with programs in the place of <c>az</c> and <c>azd</c> that write down how they were called.</summary>
public sealed class KeepImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Script_AppRunsAnImageOfTheRegistry_KeepsIt()
    {
        var calls = await RunAsync("true", "func-1", "DOCKER|cr1.azurecr.io/app:7");

        Assert.Contains("azd env set SERVICE_APP_IMAGE_NAME cr1.azurecr.io/app:7", calls);
    }

    [Theory]
    [InlineData("false", "", "")]
    [InlineData("true", "", "")]
    [InlineData("true", "func-1", "DOCKER|mcr.microsoft.com/azure-functions/node:4-node24")]
    [InlineData("true", "func-1", "")]
    public async Task Script_NoImageOfOurs_ChangesNothing(string hasGroup, string app, string image)
    {
        var calls = await RunAsync(hasGroup, app, image);

        Assert.Contains("az group exists --name rg-production", calls);
        Assert.DoesNotContain(calls, static call => call.StartsWith("azd ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Script_AzdKnowsTheImage_AsksNobody() =>
        Assert.Empty(await RunAsync("true", "func-1", "DOCKER|cr1.azurecr.io/app:7", known: "cr1.azurecr.io/app:8"));

    private async Task<string[]> RunAsync(string hasGroup, string app, string image, string known = "")
    {
        var log = _folder.Write("calls", "");
        Program("azd", $"echo \"azd $*\" >> '{log}'");
        Program(
            "az",
            $"""
            echo "az $*" >> '{log}'
            case "$1 $2" in
              'group exists') echo '{hasGroup}' ;;
              'functionapp list') echo '{app}' ;;
              'functionapp config') echo '{image}' ;;
            esac
            """
        );
        using var script = ProgramRun.Start(
            "sh",
            [Repository.PathOf("infra", "keep-image.sh")],
            environment: new Dictionary<string, string>
            {
                ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
                ["AZURE_ENV_NAME"] = "production",
                ["SERVICE_APP_IMAGE_NAME"] = known,
            }
        );
        var end = await script.EndAsync();
        Assert.True(end.ExitCode == 0, end.Error);
        return await File.ReadAllLinesAsync(log);
    }

    private void Program(string name, string text) => ExecutableFile.Make(_folder.Write(name, $"#!/bin/sh\n{text}\n"));
}
