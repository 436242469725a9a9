using FlowFunctions.Bench.Machine;

return args switch
{
    ["machine", ..] => MachineScaling.Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run -c Release --project bench/FlowFunctions.Bench -- WORKLOAD

          machine   time of the run machine alone over the size of a fan-out and of a chain
        """
    );
    return 2;
}
