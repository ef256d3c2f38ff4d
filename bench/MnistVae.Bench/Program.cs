using System.CommandLine;
using MnistVae.Bench;

var root = new RootCommand("Measures the reference learning system against the same work written bare, in paired runs.")
{
    TrainerCommand.Create(),
    EpochCommand.Create(),
    TensorsCommand.Create(),
    SuiteCommand.Create(),
};
return root.Parse(args).Invoke();
