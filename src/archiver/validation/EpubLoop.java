/**
 * epubcheck on many books in one machine: pairs of a book and the file that its report goes to. Run as `java -cp JARS EpubLoop.java ...`.
 * It ends with its standard input, which whoever called it holds open: so it does not outlive a caller that is killed.
 */
public class EpubLoop {
    public static void main(String[] files) {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0);
            } catch (java.io.IOException gone) {
            }
            Runtime.getRuntime().halt(1);
        });
        watch.setDaemon(true);
        watch.start();
        for (int i = 0; i + 1 < files.length; i += 2)
            new com.adobe.epubcheck.tool.EpubChecker().run(new String[] {files[i], "--json", files[i + 1], "--quiet"});
    }
}
