using FlowFunctions.Cli.Graph;

namespace FlowFunctions.Cli.Tests.Graph;

public sealed class GraphTests
{
    private const string Flow = """
        id: all-kinds
        steps:
          start: { type: condition, with: { if: true } }
          each:
            type: foreach
            with: { items: [1] }
            body:
              steps: { in-ner: { type: transform, with: { value: 1 } }, end: { type: transform, with: { value: 1 } } }
              edges: [{ from: in-ner, to: end }]
          rescue: { type: transform, with: { value: 1 } }
          last: { type: merge, join: allDone }
        edges:
          - { from: start, port: "true", to: each }
          - { from: each, on: failure, to: rescue }
          - { from: each, to: last }
          - { from: rescue, on: always, to: last }
        """;

    [Fact]
    public void Text_Flow_ListsStepsInTheOrderOfTheirLayers()
    {
        Assert.Equal(
            """
            all-kinds
            1      start     condition  → each (true)
            2      each      foreach    → last, rescue (failure)
            2.1      in-ner  transform  → end
            2.2      end     transform
            3      rescue    transform  → last (always)
            4      last      merge        [join allDone]

            """,
            Print(writer => TextGraph.Write(writer, Plans.Compile(Flow), hasColor: false))
        );
    }

    [Fact]
    public void Mermaid_Flow_LabelsEdgesAndPutsLoopsIntoSubgraphs()
    {
        Assert.Equal(
            """
            flowchart TD
              s_start{"start<br/><small>condition</small>"}
              subgraph s_each ["each<br/><small>foreach</small>"]
                s_in_hner["in-ner<br/><small>transform</small>"]
                s_end["end<br/><small>transform</small>"]
                s_in_hner --> s_end
              end
              s_rescue["rescue<br/><small>transform</small>"]
              s_last["last<br/><small>merge</small>"]
              s_start -- "true" --> s_each
              s_each --> s_last
              s_each -. "failure" .-> s_rescue
              s_rescue -. "always" .-> s_last

            """,
            Print(writer => MermaidGraph.Write(writer, Plans.Compile(Flow)))
        );
    }

    [Fact]
    public async Task Graph_FlowWithErrors_ExitsTwo()
    {
        using var file = new TemporaryFile("{}");
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync("graph", file.Path));
        Assert.Contains("error Flow.Schema", terminal.Error, StringComparison.Ordinal);
        Assert.Empty(terminal.Output);
    }

    private static string Print(Action<TextWriter> print)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        print(writer);
        return writer.ToString();
    }
}
