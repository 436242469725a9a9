using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using Google.Protobuf;
using Wire = FlowFunctions.Engine.History.Wire;

namespace FlowFunctions.Engine.Tests.History;

public sealed class EventCodecTests
{
    [Fact]
    public void RoundTrip_RandomEvents_KeepsEveryMember()
    {
        var random = new RandomObject(new Random(20260101));
        var kinds = new HashSet<string>();
        for (var round = 0; round < 3000; round++)
        {
            var original = (RunEvent)random.Make(typeof(RunEvent));
            var bytes = original.ToWire().ToByteArray();
            var read = Wire.Event.Parser.ParseFrom(bytes).ToCore();

            Assert.Equal(Describe.Value(original), Describe.Value(read));
            kinds.Add(original is StepCompleted step ? step.Outcome.GetType().Name : original.GetType().Name);
        }

        // Six kinds of events, one of them with eight kinds of outcomes: all must have been tried.
        Assert.Equal(5 + 8, kinds.Count);
    }

    [Theory]
    [InlineData(typeof(RunStatus), typeof(Wire.RunStatus))]
    [InlineData(typeof(StepStatus), typeof(Wire.StepStatus))]
    [InlineData(typeof(RunControl), typeof(Wire.RunControl))]
    [InlineData(typeof(ItemFailureMode), typeof(Wire.ItemFailureMode))]
    public void Enums_OfEngineAndJournal_HaveTheSameNamesShiftedByOne(Type core, Type wire)
    {
        Assert.Equal([nameof(Wire.RunStatus.Unspecified), .. Enum.GetNames(core)], Enum.GetNames(wire));
        Assert.All(
            Enum.GetNames(core),
            name => Assert.Equal((int)Enum.Parse(core, name) + 1, (int)Enum.Parse(wire, name))
        );
    }

    [Fact]
    public void ToCore_EventOfANewerVersion_IsRefused()
    {
        Assert.Throws<InvalidDataException>(() => new Wire.Event { At = 1 }.ToCore());
        Assert.Throws<InvalidDataException>(() => new Wire.Event { Completed = new() { CommandId = 1 } }.ToCore());
    }
}
