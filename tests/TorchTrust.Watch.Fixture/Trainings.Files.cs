using static TorchSharp.torch;

namespace TorchTrust.Watch.Fixture;

/// <content>What is saved and loaded.</content>
internal static partial class Trainings
{
    private static void SavesAnother(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Loop(job, toy, net, optim.Adam(net.parameters(), 1e-2));
        InFile(path => new Net().save(path)); // FAULT: not the one that was trained.
    }

    private static void SavesBest(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        var best = new Net();
        Loop(job, toy, net, optim.Adam(net.parameters(), 1e-2));
        best.load_state_dict(net.state_dict());
        InFile(path => best.save(path));
        InFile(path => net.Head.save(path));
    }

    private static void LoadsHalf(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Dictionary<string, Tensor> pretrained = new Net().state_dict();
        pretrained.Remove("_encoder.first.weight");
        net.load_state_dict(pretrained, strict: false); // FAULT: the file has no first layer.
        TrainHead(job, toy, net);
    }

    private static void LoadsBackbone(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Dictionary<string, Tensor> pretrained = new Net().state_dict();
        pretrained.Remove("_head.weight");
        pretrained.Remove("_head.bias");
        net.load_state_dict(pretrained, strict: false);
        TrainHead(job, toy, net);
    }

    private static void InFile(Action<string> use)
    {
        string path = Path.GetTempFileName();
        use(path);
        File.Delete(path);
    }
}
