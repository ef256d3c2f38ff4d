namespace TorchTrust.RightDatasets.Series;

/// <summary>Whether a machine was on, minute by minute, and whether it is on in the next: two values only, in long runs.</summary>
internal sealed class MachineStates
{
    private readonly bool[] _states = Make(600);

    public static RightDataset Describe()
    {
        DatasetSubject<MachineStates> undeclared = DatasetSubject.For(() => new MachineStates())
            .WithSplit("train", _ => 380, (states, index) => states.Read(index))
            .WithSplit("test", _ => 160, (states, index) => states.Read(420 + index));
        return new RightDataset(
            nameof(MachineStates),
            DatasetKinds.OverlappingWindows | DatasetKinds.Imbalanced | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("next", classes: 2).HasTime("past").IsCausal()
                .RepeatsItemsOnPurpose("*", "Long runs of on and off give the same windows.")
                .SharesItemsOnPurpose("train", "test", "Long runs of on and off give the same windows.")
                .HasEasyTargetOnPurpose("next", "What was on a minute ago is mostly on still."),
            "Few windows are possible, so they recur within and across splits, some with the other answer.");
    }

    public Dictionary<string, object> Read(long start) => new()
    {
        ["past"] = _states[(int)start..((int)start + 20)],
        ["next"] = _states[start + 20],
    };

    private static bool[] Make(int count)
    {
        var random = new Random(303);
        bool[] states = new bool[count];
        for (int i = 1; i < count; i++)
        {
            states[i] = random.Next(12) == 0 ? !states[i - 1] : states[i - 1];
        }

        return states;
    }
}
