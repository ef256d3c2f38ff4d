using System.CommandLine;
using System.Reflection;
using TorchTrust.CheckMutations;

string repository =
    typeof(Mutation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;
var only = new Option<string?>("--only") { Description = "Mutates files whose name contains this, or one of several joined by commas." };
var limit = new Option<int>("--limit") { Description = "Tries at most so many mutations.", DefaultValueFactory = _ => int.MaxValue };
var seconds = new Option<double>("--seconds")
{
    Description = "Begins nothing new after so many seconds.",
    DefaultValueFactory = _ => double.MaxValue,
};
var again = new Option<bool>("--again") { Description = "Tries what survived or was not covered again, as new tests ask for." };
var tests = new Option<string>("--tests")
{
    Description = "How the names of the test classes begin, joined by commas.",
    DefaultValueFactory = _ =>
        "TorchTrust.Tests.Checks.,TorchTrust.Tests.Models.,TorchTrust.Tests.Datasets.,TorchTrust.Tests.Losses.,TorchTrust.Tests.Training.,"
            + "TorchTrust.Tests.OddModels.,TorchTrust.Tests.RightModels.RightModelVerdictsTests",
};
var show = new Option<bool>("--show") { Description = "Only shows what is known from earlier runs." };
var folder = new Option<DirectoryInfo>("--folder")
{
    Description = "Holds the mutated copy of the sources and the outcomes.",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Path.GetTempPath(), "torchtrust-check-mutations")),
};
var root = new RootCommand(
    "Mutates each decision of the checks in src/TorchTrust, wing by wing, and tells which mutations no test notices.")
{
    only,
    limit,
    seconds,
    again,
    tests,
    show,
    folder,
};
root.SetAction(parsed => new MutationRun(repository, parsed.GetValue(folder)!.FullName, parsed.GetValue(tests)!)
{
    Only = parsed.GetValue(only),
    Limit = parsed.GetValue(limit),
    Seconds = parsed.GetValue(seconds),
    Again = parsed.GetValue(again),
    ShowsOnly = parsed.GetValue(show),
}.Run());
return root.Parse(args).Invoke();
