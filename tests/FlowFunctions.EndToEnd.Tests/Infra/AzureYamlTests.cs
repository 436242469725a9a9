using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>What azd is told: every path is there, every service has a resource with its tag.</summary>
public sealed class AzureYamlTests
{
    [Fact]
    public void Infra_Template_IsThere()
    {
        var infra = YamlText.Load("azure.yaml")["infra"];

        Assert.True(
            File.Exists(Repository.PathOf(YamlText.Scalar(infra, "path")!, $"{YamlText.Scalar(infra, "module")}.bicep"))
        );
    }

    [Fact]
    public void App_Dockerfile_IsThere()
    {
        var app = YamlText.Load("azure.yaml")["services"]["app"];
        var project = Repository.PathOf(YamlText.Scalar(app, "project")!);

        Assert.Equal("function", YamlText.Scalar(app, "host"));
        Assert.True(File.Exists(Path.Combine(project, YamlText.Scalar(app["docker"], "path")!)));
        Assert.True(Directory.Exists(Path.Combine(project, YamlText.Scalar(app["docker"], "context")!)));
    }

    [Fact]
    public void Services_HaveAResourceThatAzdFinds()
    {
        var services = (
            (YamlDotNet.RepresentationModel.YamlMappingNode)YamlText.Load("azure.yaml")["services"]
        ).Children;

        Assert.All(
            services.Keys.Select(static key => key.ToString()),
            static name =>
                Assert.Contains(
                    BicepFile.All,
                    file => file.Text.Contains($"{{ 'azd-service-name': '{name}' }}", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public void Hook_BeforeProvisioning_CanBeStarted()
    {
        var hook = YamlText.Load("azure.yaml")["hooks"]["preprovision"];

        Assert.True(ExecutableFile.Is(YamlText.Scalar(hook, "run")!));
    }
}
