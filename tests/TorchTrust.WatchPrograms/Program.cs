using System.Globalization;
using TorchTrust.RightLoops;
using TorchTrust.WatchPrograms;

// right LOOP [epochs] [steps] [stream], with "all" for all of them, one after another; or: wrong LOOP
if (args is not [var kind, var name, ..])
{
    Console.Error.WriteLine("right LOOP|all [epochs] [steps] [stream], or wrong LOOP");
    return 2;
}

if (kind == "wrong")
{
    manual_seed(1);
    FaultyLoops.All[name]();
    return 0;
}

int epochs = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 3;
int steps = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 10;
foreach (RightLoop loop in name == "all" ? RightLoopPool.All : RightLoopPool.All.Where(loop => loop.Name == name))
{
    manual_seed(1);
    new PooledTraining(loop.Undeclared, streams: args.Contains("stream")).Run(epochs, steps);
}

return 0;
