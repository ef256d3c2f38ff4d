using System.CommandLine;
using TorchTrust.Bench;

var root = new RootCommand("Measures the checks: false alarms, flakes and cost.")
{
    AlarmsCommand.Create(),
    DataPassCommand.Create(),
    FlakesCommand.Create(),
    CostCommand.Create(),
    ProofsCommand.Create(),
    IsolationCommand.Create(),
    BusyCommand.Create(),
    BusyCores.Create(),
    ReportCommand.Create(),
    MemoryOfStep.Create(),
    WeavingCommand.Create(),
    WatchAlarmsCommand.Create(),
    WatchCostCommand.Create(),
    GpuCommand.Create(),
};
return root.Parse(args).Invoke();
